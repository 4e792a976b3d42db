import Ledger
import ThreeLists

/// What a plan changes of the orders of its week.
struct OrderChanges {
  /// Orders that stay as they are.
  private(set) var unchanged = 0
  /// Orders that are out and are taken back.
  private(set) var withdrawals: [Order] = []
  /// Services that go out, new or in another's stead.
  private(set) var sends: [Service] = []
  /// The first order that no longer is as the plan took it to be; nil when there is none.
  private(set) var stale: String?

  /// Holds the services of a plan against the orders that count.
  ///
  /// An order that is taken stays, unless its visit is broken; so a plan that moves one was made
  /// before it was taken, and one that keeps an order that came back was made before that.
  init(_ services: [Service], week: Week, _ state: LedgerState) {
    var orders: [String: Order] = [:]
    for known in state.needs.values {
      for order in known.orders.values where order.week == week && !order.isWithdrawn {
        orders[order.service] = order
      }
    }
    for service in services {
      guard let order = orders.removeValue(forKey: service.id) else {
        sends.append(service)
        continue
      }
      let isSame = order.resource == service.resource && order.session == service.session
      if isSame, !order.state.isBroken {
        unchanged += 1
      } else if isSame || order.state == .done || isKept(order, state) {
        note(order)
      } else {
        if order.state == .accepted { withdrawals.append(order) }
        sends.append(service)
      }
    }
    for order in orders.values where order.state.isOpen || order.state == .done {
      if order.state == .dispatched || (order.state == .accepted && !isKept(order, state)) {
        withdrawals.append(order)
      } else if let known = state.needs[order.need],
        order.state == .accepted || known.isHeld(visit(of: order, state))
      {
        // Of a visit that broke after somebody came nothing is planned.
        note(order)
      }
    }
    withdrawals.sort { $0.service < $1.service }
  }

  private mutating func note(_ order: Order) {
    stale = stale.map { min($0, order.service) } ?? order.service
  }

  private func visit(of order: Order, _ state: LedgerState) -> [Order] {
    (state.needs[order.need]?.orders.values ?? [:].values).filter {
      $0.week == order.week && $0.visit == order.visit && !$0.isWithdrawn
    }
  }

  /// Whether an order is taken and its visit whole, so that nothing moves it.
  private func isKept(_ order: Order, _ state: LedgerState) -> Bool {
    order.state == .accepted
      && (state.needs[order.need]?.isHeld(visit(of: order, state)) ?? false)
  }
}
