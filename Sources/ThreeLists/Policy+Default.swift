extension Policy {
  /// The policy an office has before it writes its own: the dictionaries of a county town's
  /// community work, no closed session, all tiers in the design's order.
  public static let standard = Policy(
    levels: GridLevels(),
    categories: dictionary([
      ("assistance", "社会救助"), ("employment", "就业服务"), ("legal", "法律服务"),
      ("clinic", "义诊"), ("haircut", "理发"), ("errand", "帮办代办"), ("pairing", "结对帮扶"),
      ("eldercare", "养老助老"), ("childcare", "儿童关爱"), ("disability", "助残"),
      ("repair", "维修"), ("environment", "环境整治"), ("mediation", "矛盾调解"),
      ("policy", "政策宣传"), ("safety", "安全排查"), ("culture", "文体活动"),
      ("psychology", "心理疏导"), ("tutoring", "课业辅导"), ("property", "物业协调"),
      ("other", "其他"),
    ]),
    roles: dictionary([
      ("lawyer", "法律"), ("social-worker", "社工"), ("doctor", "医生"), ("nurse", "护理"),
      ("mediator", "调解员"), ("electrician", "电工"), ("plumber", "水工"), ("carer", "护工"),
      ("driver", "司机"), ("counsellor", "心理咨询"), ("cadre", "干部"), ("volunteer", "志愿者"),
    ]),
    skills: dictionary([
      ("dialect", "方言"), ("sign-language", "手语"), ("driving", "驾驶"), ("first-aid", "急救"),
      ("hairdressing", "理发技能"), ("nursing", "护理证"), ("electrical", "电工证"),
      ("law-licence", "律师证"), ("computer", "电脑"), ("lifting", "重物搬运"), ("female", "女性"),
      ("male", "男性"),
    ]),
    specialGroups: dictionary([
      ("living-alone", "独居老人"), ("empty-nest", "空巢老人"), ("disabled", "残疾人"),
      ("low-income", "低保户"), ("destitute", "特困人员"), ("left-behind", "留守儿童"),
      ("veteran", "退役军人"), ("bereaved", "失独家庭"), ("severe-illness", "大病家庭"),
    ]),
    kinds: dictionary([
      ("unit", "下沉单位"), ("organisation", "社会组织"), ("volunteer", "志愿者"),
      ("social-worker", "社工"), ("party-group", "党小组"),
    ]),
    openDictionaries: false,
    closures: [],
    classes: ClassRules(),
    tiers: TierName.all,
    fairnessLevel: .community)

  private static func dictionary(_ pairs: [(String, String)]) -> CodeDictionary {
    CodeDictionary(pairs.map { CodeDictionary.Entry(code: $0.0, name: $0.1) })
  }
}
