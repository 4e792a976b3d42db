import ThreeLists

/// Shortest augmenting paths in the residual graph of the plan.
extension Rearrangement {
  /// Fills a place that is not filled, moving others where need be.
  ///
  /// - Parameters:
  ///   - unit: the place.
  ///   - start: the only slot in which it may be filled; nil for all its candidates.
  ///   - passingDead: whether slots from which no way was found before are passed over; only while
  ///     the lists are as they are and nothing has moved.
  /// - Returns: whether it is filled; nothing has changed when it is not.
  mutating func augment(_ unit: Int, start: Int? = nil, passingDead: Bool = false) -> Bool {
    round += 1
    skippedDead = false
    var queue: [Reached] = []
    // Room is looked for when a slot is queued: the first queued is the first that would come up.
    var isFound = false
    if let start {
      reachedAt[start] = round
      queue.append(Reached(node: start, mover: unit, parent: -1))
      unitReachedAt[unit] = round
      isFound = isGoal(start)
      // The day is the place's own: no other visit of its need may move there.
      promised = (units[unit].need, start % Session.count / 3)
    } else {
      promised = nil
      isFound = reach(from: unit, parent: -1, passingDead, &queue)
    }
    if isFound || explore(&queue, passingDead) {
      follow(queue, from: queue.count - 1)
      return true
    }
    failed = queue
    if passingDead { for reached in queue where reached.node >= 0 { dead[reached.node] = true } }
    return false
  }

  /// Queues whatever can be reached, up to the first slot that has room.
  ///
  /// - Returns: whether the slot queued last has room.
  private mutating func explore(_ queue: inout [Reached], _ passingDead: Bool) -> Bool {
    var head = 0
    while head < queue.count {
      let node = queue[head].node
      if node < 0 {
        let first = (-1 - node) * Session.count
        for slot in first..<first + Session.count
        where reachedAt[slot] != round && !holders[slot].isEmpty {
          if passingDead, dead[slot] {
            skippedDead = true
            continue
          }
          reachedAt[slot] = round
          queue.append(Reached(node: slot, mover: -1, parent: head))
          if isGoal(slot) { return true }
        }
      } else {
        let resource = node / Session.count
        if isWide || !isSessionFull(node), weekReachedAt[resource] != round {
          weekReachedAt[resource] = round
          queue.append(Reached(node: -1 - resource, mover: -1, parent: head))
        }
        for holder in holders[node] where isMovable(holder) {
          if reach(from: holder, parent: head, passingDead, &queue) { return true }
        }
      }
      head += 1
    }
    return false
  }

  /// Whether one place less in a resource's week leads to room.
  ///
  /// Where the last search failed, it is continued: what it reached leads nowhere. Where this one
  /// finds room, nothing is known of what it passed.
  mutating func weekLeads(_ resource: Int, passingDead: Bool = false) -> Bool {
    if !isWeekFull(resource) { return true }
    guard weekReachedAt[resource] != round else { return false }
    weekReachedAt[resource] = round
    var queue = [Reached(node: -1 - resource, mover: -1, parent: -1)]
    if explore(&queue, passingDead) { return true }
    if passingDead { for reached in queue where reached.node >= 0 { dead[reached.node] = true } }
    return false
  }

  /// Whether a search ends in a slot.
  private func isGoal(_ slot: Int) -> Bool {
    isWide ? !isSessionFull(slot) || !isWeekFull(slot / Session.count) : hasRoom(slot)
  }

  private func isMovable(_ unit: Int) -> Bool {
    !units[unit].isFixed && (isRelaxed || !holdsPin(unit))
  }

  /// Whether a place does what a pin asks of a coupled need.
  private func holdsPin(_ unit: Int) -> Bool {
    guard isPinned[units[unit].need], units[unit].slot >= 0,
      onlyResource[units[unit].need] == nil
    else { return false }
    let need = task.needs[units[unit].need]
    let at = at(units[unit].slot)
    return need.pinned.contains {
      $0.resource == at.resource && ($0.session ?? at.session) == at.session
    }
  }

  /// Queues the slots to which a place could move, up to the first that has room.
  ///
  /// - Returns: whether the slot queued last has room.
  private mutating func reach(
    from unit: Int, parent: Int, _ passingDead: Bool, _ queue: inout [Reached]
  ) -> Bool {
    let (need, kind, slot) = (units[unit].need, units[unit].kind, units[unit].slot)
    var mask: UInt32 = 0
    if isTeam[need] {
      guard unitReachedAt[unit] != round else { return false }
      unitReachedAt[unit] = round
      let bound = units[unit].session
      let stays = isRelaxed || bound >= 0 ? bound : slot % Session.count
      mask = stays >= 0 ? 1 << UInt32(stays) : SessionSet.all.rawValue
    } else {
      if slot >= 0 {
        let day = slot % Session.count / 3
        if dayReachedAt[need * 7 + day] != round {
          dayReachedAt[need * 7 + day] = round
          mask |= 0b111 << UInt32(day * 3)
        }
      }
      if needReachedAt[need] != round {
        needReachedAt[need] = round
        var taken = days(of: need)
        if need == promised?.need, let day = promised?.day { taken |= 1 << day }
        for day in 0..<7 where taken & 1 << day == 0 { mask |= 0b111 << UInt32(day * 3) }
      }
    }
    guard mask != 0 else { return false }
    let only = onlyResource[need]
    let hasBarred = !units[unit].barred.isEmpty
    for pair in pairs(need, kind) {
      steps += 1
      let resource = Int(pair.resource)
      if let only, only != resource { continue }
      if hasBarred, units[unit].barred.contains(resource) { continue }
      var left = pair.sessions.rawValue & mask
      while left != 0 {
        let slot = resource * Session.count + left.trailingZeroBitCount
        left &= left - 1
        guard reachedAt[slot] != round else { continue }
        if passingDead, dead[slot] {
          skippedDead = true
          continue
        }
        reachedAt[slot] = round
        queue.append(Reached(node: slot, mover: unit, parent: parent))
        if isGoal(slot) { return true }
      }
    }
    return false
  }

  /// Makes the moves that lead to a position.
  private mutating func follow(_ queue: [Reached], from last: Int) {
    var position = last
    while position >= 0 {
      if queue[position].mover >= 0 { move(queue[position].mover, to: queue[position].node) }
      position = queue[position].parent
    }
  }
}
