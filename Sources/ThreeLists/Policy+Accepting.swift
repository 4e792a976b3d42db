extension Policy {
  /// The policy under which lists can be read again that were read under others: with dictionaries open
  /// where a list has what they have not.
  ///
  /// - Complexity: linear in the lists.
  public func accepting(_ needs: [Need], _ resources: [Resource]) -> Policy {
    func knows(_ dictionary: CodeDictionary, _ names: [String]) -> Bool {
      names.allSatisfy { dictionary.name(of: $0) != nil }
    }
    let isKnown =
      needs.allSatisfy {
        knows(categories, [$0.category]) && knows(roles, $0.roles.map(\.role))
          && knows(skills, $0.skills + $0.without)
      }
      && resources.allSatisfy {
        knows(kinds, $0.kind.isEmpty ? [] : [$0.kind]) && knows(categories, Array($0.categories))
          && knows(roles, Array($0.roles)) && knows(skills, Array($0.skills))
      }
    guard !isKnown else { return self }
    var open = self
    open.openDictionaries = true
    return open
  }
}
