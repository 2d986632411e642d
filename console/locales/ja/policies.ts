export const policies = {
  name: "会議: {{meetings}} · ユーザー: {{users}}",
  conferencing: {
    any: "任意の宛先",
    domestic: "開催者と同じ国または地域",
    "zone-a": "ゾーン A の国または地域のみ",
    none: "許可しない",
  },
  pstn: {
    any: "国際および国内",
    domestic: "国内",
    none: "なし",
  },
};
