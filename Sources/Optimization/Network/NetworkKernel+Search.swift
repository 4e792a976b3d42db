extension NetworkKernel {
  /// Finds a shortest path from a request to the sink and answers with its reduced length.
  ///
  /// Afterwards `parent` leads back from the sink, and `settled` holds every node nearer than it.
  mutating func search(from request: Int) -> Cost {
    round += 1
    settled.removeAll(keepingCapacity: true)
    heap.removeAll()
    label(request, .zero, from: -1)
    while let (key, node) = heap.pop() {
      let node = Int(node)
      guard key == distance[node] else { continue }
      if node == sink { return key }
      settled.append(Int32(node))
      if node < firstPort {
        leaveRequest(node)
      } else if node < firstSlot {
        leavePort(node)
      } else if node < firstSupply {
        leaveSlot(node)
      } else if node < firstPool {
        leaveSupply(node)
      } else if node < firstGroup {
        leavePool(node)
      } else {
        leaveGroup(node)
      }
    }
    preconditionFailure("every request reaches the sink by its group")
  }

  /// Offers a node a distance; what is not nearer than the sink can wait for another search.
  @inline(__always)
  private mutating func label(_ node: Int, _ length: Cost, from origin: Int) {
    if mark[node] == round {
      guard length < distance[node] else { return }
    } else if mark[sink] == round, !(length < distance[sink]) {
      return
    }
    mark[node] = round
    distance[node] = length
    parent[node] = Int32(origin)
    heap.push(length, Int32(node))
  }

  /// Offers the end of a move from a settled node.
  @inline(__always)
  private mutating func move(_ node: Int, to next: Int, costing cost: Cost) {
    label(next, distance[node] + (cost + price[next] - price[node]), from: node)
  }

  private mutating func leaveRequest(_ node: Int) {
    let request = network.requests[node]
    let group = firstGroup + program.demands[request.demand].group
    move(node, to: group, costing: costs.unserved[node])
    for port in request.ports where arcOfPort[port] < 0 {
      move(node, to: firstPort + port, costing: .zero)
    }
  }

  private mutating func leavePort(_ node: Int) {
    let index = node - firstPort
    let port = network.ports[index]
    let taken = Int(arcOfPort[index])
    let base = distance[node] - price[node]
    for arc in port.arcs where arc != taken {
      let slot = firstSlot + Int(network.arcSlots[arc])
      label(slot, base + costs.arcs[arc] + price[slot], from: node)
    }
    if taken >= 0 { move(node, to: port.request, costing: .zero) }
  }

  private mutating func leaveSlot(_ node: Int) {
    let index = node - firstSlot
    let supply = network.slots[index] / 21
    if portsOfSlot[index].count < program.supplies[supply].perSession {
      move(node, to: firstSupply + supply, costing: .zero)
    }
    let base = distance[node] - price[node]
    for port in portsOfSlot[index] {
      let next = firstPort + Int(port)
      label(next, base - costs.arcs[Int(arcOfPort[Int(port)])] + price[next], from: node)
    }
  }

  private mutating func leaveSupply(_ node: Int) {
    let index = node - firstSupply
    let supply = program.supplies[index]
    if supplyLoad[index] < supply.weekly {
      move(
        node, to: firstPool + supply.pool,
        costing: supplyLoad[index] < supply.minimum ? .zero - costs.shortfall : .zero)
    }
    for slot in network.slotsOfSupply[index] where !portsOfSlot[slot].isEmpty {
      move(node, to: firstSlot + slot, costing: .zero)
    }
  }

  private mutating func leavePool(_ node: Int) {
    let index = node - firstPool
    move(node, to: sink, costing: nextOfPool[index])
    for supply in network.suppliesOfPool[index] where supplyLoad[supply] > 0 {
      move(
        node, to: firstSupply + supply,
        costing: supplyLoad[supply] <= program.supplies[supply].minimum ? costs.shortfall : .zero)
    }
  }

  private mutating func leaveGroup(_ node: Int) {
    let index = node - firstGroup
    move(node, to: sink, costing: nextOfGroup[index])
    for request in unmetOfGroup[index] {
      move(node, to: Int(request), costing: .zero - costs.unserved[Int(request)])
    }
  }

  /// Moves one visit along the path found.
  mutating func augment() {
    var node = sink
    while parent[node] >= 0 {
      let from = Int(parent[node])
      pass(from, node)
      node = from
    }
  }

  private mutating func pass(_ from: Int, _ to: Int) {
    if from < firstPort, to >= firstGroup {
      addUnmet(from)
    } else if from >= firstPort, from < firstSlot, to >= firstSlot {
      let port = from - firstPort
      let slot = to - firstSlot
      for arc in network.ports[port].arcs where Int(network.arcSlots[arc]) == slot {
        arcOfPort[port] = Int32(arc)
      }
      portsOfSlot[slot].append(Int32(port))
    } else if from >= firstSlot, from < firstSupply {
      if to < firstSlot {
        leave(slot: from - firstSlot, port: to - firstPort)
      } else {
        supplyLoad[to - firstSupply] += 1
      }
    } else if from >= firstSupply, from < firstPool, to < firstSupply {
      supplyLoad[from - firstSupply] -= 1
    } else if from >= firstPool, from < firstGroup, to == sink {
      poolLoad[from - firstPool] += 1
      nextOfPool[from - firstPool] = costs.poolStep(
        from - firstPool, poolLoad[from - firstPool] + 1)
    } else if from >= firstGroup {
      if to == sink {
        groupUnmet[from - firstGroup] += 1
        nextOfGroup[from - firstGroup] = costs.groupStep(
          from - firstGroup, groupUnmet[from - firstGroup] + 1)
      } else {
        removeUnmet(to)
      }
    }
  }

  /// Takes a port out of a slot; the path decides afterwards where its unit goes.
  ///
  /// The path is followed from its end, so the port may stand in its new slot already.
  private mutating func leave(slot: Int, port: Int) {
    portsOfSlot[slot].removeAll { $0 == Int32(port) }
    if arcOfPort[port] >= 0, Int(network.arcSlots[Int(arcOfPort[port])]) == slot {
      arcOfPort[port] = -1
    }
  }

  private mutating func addUnmet(_ request: Int) {
    unmet[request] += 1
    guard unmet[request] == 1 else { return }
    unmetOfGroup[program.demands[network.requests[request].demand].group].append(Int32(request))
  }

  private mutating func removeUnmet(_ request: Int) {
    unmet[request] -= 1
    guard unmet[request] == 0 else { return }
    unmetOfGroup[program.demands[network.requests[request].demand].group].removeAll {
      $0 == Int32(request)
    }
  }
}
