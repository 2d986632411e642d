export const subscriptions = {
  needs: {
    title: "目的別に必要なもの",
    search: "何をしたいですか?",
    task: "目的",
    needs: "必要なもの",
    credits: "クレジットの使われ方",
    creditsFor: {
      none: "使われません",
      "beyond-minutes": "プランの対象外に使用",
      "every-minute": "すべての分に使用",
      "set-up-first": "事前の設定が必要",
    },
    here: "この組織のライセンス",
    bought: "購入済み",
    notBought: "未購入",
    noMatch: "該当する項目がありません",
    noMatchBody: "「無料電話」「国外」「会議」「自動応答」などで検索してください。",
  },
  tasks: {
    "toll-free-number": {
      task: "無料電話番号を取得する",
      needs: "事前のコミュニケーション クレジットの設定、または従量課金制の課金",
    },
    "toll-free-inbound": {
      task: "電話会議ブリッジ、自動応答、通話キューで無料電話番号への着信を受ける",
      needs: "ゼロより多い残高、または従量課金制の課金 (ユーザーのライセンスは不要)",
    },
    "conference-pool": {
      task: "毎月の分数の範囲内で、会議からゾーン A の国と地域にダイヤルアウトする",
      needs: "電話会議",
    },
    "conference-beyond": {
      task: "毎月の分数を超えて、またはゾーン A 以外へ、会議からダイヤルアウトする",
      needs: "電話会議とコミュニケーション クレジット ライセンス、および残高",
    },
    "conference-us-ca": {
      task: "分数やクレジットを使わずに、会議から米国とカナダにダイヤルアウトする",
      needs: "拡張ダイヤルアウト アドオン (発信するユーザーのライセンスは不要)",
    },
    "conference-per-minute": {
      task: "分単位で支払う電話会議を開催する",
      needs: "会議開催者ごとに、電話会議の分単位支払いとコミュニケーション クレジット ライセンス、および残高",
    },
    "call-inside-plan": {
      task: "通話プランの範囲内で発信する",
      needs: "電話システムと通話プラン",
    },
    "call-beyond-plan": {
      task: "毎月の分数を超えて、国内プランで国外へ、または対象外の国へ発信する",
      needs: "電話システム、通話プラン、コミュニケーション クレジット ライセンス、および残高",
    },
    "call-pay-as-you-go": {
      task: "従量課金制通話プランで発信する",
      needs:
        "電話システムと従量課金制通話プラン。加えて、コミュニケーション クレジット ライセンスと残高、または従量課金制の課金",
    },
    "voice-app-dial-out": {
      task: "自動応答または通話キューに、通話プランのサービス番号から発信させる",
      needs: "従量課金制通話プラン。加えて、コミュニケーション クレジット ライセンスと残高、または従量課金制の課金",
    },
    "own-carrier": {
      task: "自社の通信事業者を通じて発信する (ダイレクト ルーティング)",
      needs: "電話システムのみ (通話プランは不要)",
    },
  },
  plans: {
    title: "プランとアドオン",
    sample: "プランの価格は、この環境用に作成されたサンプルです。通話料金は [料金] ページで確認できます。",
    search: "プラン",
    name: "プラン",
    kinds: { plan: "プラン", "add-on": "アドオン", credits: "クレジット", base: "基本" },
    gives: "内容",
    scopes: {
      domestic: "国内通話",
      international: "国際通話",
      user: "国内通話",
      "zone-a": "ゾーン A へのダイヤルアウト",
    },
    minutesShared: "{{pool}}: 毎月 {{each}} 分 (全員で共有)",
    minutesOwn: "{{pool}}: 毎月 {{each}} 分 (ユーザーごと)",
    elsewhere: "その他 {{minutes}}",
    includes: {
      domestic: "国内への発信",
      international: "対象の国への発信",
      zoneA: "ゾーン A へのダイヤルアウト",
      usCanada: "米国とカナダへの無制限のダイヤルアウト",
      incoming: "着信",
    },
    price: "価格",
    perMonth: "/ 月",
    byCarrier: "通信事業者が課金",
    samplePrice: "サンプル価格",
    notSoldIn: "販売対象外の国",
    noMatch: "該当するプランがありません",
  },
};
