import Ledger
import ListFiles
import Matching
import ThreeLists

/// Where pages find whom to reach: a plan's folder holds no contacts.
///
/// A contact that belongs to somebody else is worse than none. So lists have to be the plan's own, and
/// a ledger has to hold the plan.
enum PageContacts {
  /// The needs of a plan with the contacts of the two original lists.
  ///
  /// - Parameters:
  ///   - folder: the plan's folder.
  ///   - needs: the needs list.
  ///   - resources: the resource list.
  ///   - form: how they are read.
  ///   - common: the language, and the form of errors.
  /// - Returns: the plan's needs.
  /// - Throws: a ``Failure`` when the lists cannot be read or are not those of the plan.
  static func needs(
    of folder: PlanFolder, needs: String, resources: String, form: ListForm,
    _ common: CommonOptions
  ) throws -> [Need] {
    let own = folder.task
    let bundle = try common.readLists(
      needs: needs, resources: resources, policy: own.policy, week: own.week, form: form)
    let task = PlanningTask(
      needs: bundle.needs, resources: bundle.resources, policy: own.policy, week: own.week,
      version: own.version, standing: own.standing)
    guard task.fingerprint == folder.plan.fingerprint else {
      let listed = (Set(bundle.needs.map(\.id)), Set(bundle.resources.map(\.id)))
      throw Failure(
        .data,
        PageText.otherLists(
          (needs, own.listedNeeds.map(\.id).filter { !listed.0.contains($0) }),
          (resources, own.resources.map(\.id).filter { !listed.1.contains($0) }), common.lang))
    }
    return task.needs
  }

  /// The needs of a plan with the contacts that the ledger keeps of them, and of nobody else.
  ///
  /// - Parameters:
  ///   - folder: the plan's folder.
  ///   - ledger: the ledger's file.
  ///   - common: the language, and the form of errors.
  /// - Returns: the plan's needs, without a contact where none was listed or it was purged; and which
  ///   needs' contacts the ledger knows to be purged.
  /// - Throws: a ``Failure`` when the ledger cannot be read or does not hold the plan.
  static func needs(
    of folder: PlanFolder, ledger: String, _ common: CommonOptions
  ) throws -> (needs: [Need], purged: Set<String>) {
    let plan = folder.plan
    let (snapshot, fields): (LedgerSnapshot, [ContactSubject: PersonalFields])
    do throws(LedgerError) {
      let store = try LedgerStore(path: ledger, creating: false)
      (snapshot, fields) = (try store.read(), try store.contacts())
    } catch {
      throw common.refuse(error, ledger: ledger)
    }
    let isRecorded = snapshot.events.contains {
      $0.entry.kind == .planned && $0.entry.week == plan.week
        && $0.entry.body["fingerprint"]?.text == plan.fingerprint
    }
    guard isRecorded else {
      throw Failure(.data, PageText.otherLedger(ledger, plan, common.lang))
    }
    let needs = folder.task.needs.map { need in
      var need = need
      need.contact = fields[.need(need.id)]?.contact ?? Contact()
      return need
    }
    return (needs, snapshot.state.purgedContacts)
  }
}
