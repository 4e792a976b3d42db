extension Word {
  /// The names of the built-in policy's codes.
  var codeNames: (zh: String, en: String)? {
    categoryName ?? roleName ?? skillName ?? groupName ?? kindName
  }

  private var categoryName: (zh: String, en: String)? {
    switch self {
    case .categoryAssistance: ("社会救助", "social assistance")
    case .categoryEmployment: ("就业服务", "employment")
    case .categoryLegal: ("法律服务", "legal advice")
    case .categoryClinic: ("义诊", "free clinic")
    case .categoryHaircut: ("理发", "haircuts")
    case .categoryErrand: ("帮办代办", "errands")
    case .categoryPairing: ("结对帮扶", "pairing for support")
    case .categoryEldercare: ("养老助老", "care of the old")
    case .categoryChildcare: ("儿童关爱", "care of children")
    case .categoryDisability: ("助残", "help for the disabled")
    case .categoryRepair: ("维修", "repairs")
    case .categoryEnvironment: ("环境整治", "environment")
    case .categoryMediation: ("矛盾调解", "mediation")
    case .categoryPolicy: ("政策宣传", "policies explained")
    case .categorySafety: ("安全排查", "safety checks")
    case .categoryCulture: ("文体活动", "culture and sports")
    case .categoryPsychology: ("心理疏导", "counselling")
    case .categoryTutoring: ("课业辅导", "tutoring")
    case .categoryProperty: ("物业协调", "property management")
    case .categoryOther: ("其他", "other")
    default: nil
    }
  }

  private var roleName: (zh: String, en: String)? {
    switch self {
    case .roleLawyer: ("法律", "lawyer")
    case .roleSocialWorker: ("社工", "social worker")
    case .roleDoctor: ("医生", "doctor")
    case .roleNurse: ("护理", "nurse")
    case .roleMediator: ("调解员", "mediator")
    case .roleElectrician: ("电工", "electrician")
    case .rolePlumber: ("水工", "plumber")
    case .roleCarer: ("护工", "carer")
    case .roleDriver: ("司机", "driver")
    case .roleCounsellor: ("心理咨询", "counsellor")
    case .roleCadre: ("干部", "cadre")
    case .roleVolunteer: ("志愿者", "volunteer")
    default: nil
    }
  }

  private var skillName: (zh: String, en: String)? {
    switch self {
    case .skillDialect: ("方言", "dialect")
    case .skillSignLanguage: ("手语", "sign language")
    case .skillDriving: ("驾驶", "driving")
    case .skillFirstAid: ("急救", "first aid")
    case .skillHairdressing: ("理发技能", "hairdressing")
    case .skillNursing: ("护理证", "nursing certificate")
    case .skillElectrical: ("电工证", "electrician's certificate")
    case .skillLawLicence: ("律师证", "law licence")
    case .skillComputer: ("电脑", "computers")
    case .skillLifting: ("重物搬运", "heavy lifting")
    case .skillFemale: ("女性", "woman")
    case .skillMale: ("男性", "man")
    default: nil
    }
  }

  private var groupName: (zh: String, en: String)? {
    switch self {
    case .groupLivingAlone: ("独居老人", "old and living alone")
    case .groupEmptyNest: ("空巢老人", "old with children away")
    case .groupDisabled: ("残疾人", "disabled")
    case .groupLowIncome: ("低保户", "on minimum allowance")
    case .groupDestitute: ("特困人员", "in special hardship")
    case .groupLeftBehind: ("留守儿童", "child left behind")
    case .groupVeteran: ("退役军人", "veteran")
    case .groupBereaved: ("失独家庭", "lost an only child")
    case .groupSevereIllness: ("大病家庭", "severely ill")
    default: nil
    }
  }

  private var kindName: (zh: String, en: String)? {
    switch self {
    case .kindUnit: ("下沉单位", "unit sent down")
    case .kindOrganisation: ("社会组织", "social organisation")
    case .kindVolunteer: ("志愿者", "volunteers")
    case .kindSocialWorker: ("社工", "social workers")
    case .kindPartyGroup: ("党小组", "party group")
    default: nil
    }
  }
}
