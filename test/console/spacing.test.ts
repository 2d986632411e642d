import { expect, test } from "vitest";
import { joined, marked } from "../../console/locales/spacing.ts";

test.each([
  [`${marked("イギリス")} の一般的な料金`, "イギリスの一般的な料金"],
  [`今回 ${marked("￥5,000")} が ${marked("パートナー")} に請求されます`, "今回 ￥5,000 がパートナーに請求されます"],
  [`${marked("Teams Phone Standard")} を割り当てる`, "Teams Phone Standard を割り当てる"],
  [`${marked("コミュニケーション クレジット")} を割り当てる`, "コミュニケーション クレジットを割り当てる"],
  [`通話: ${marked("佐藤 遥")} → ${marked("+81312345678")}`, "通話: 佐藤 遥 → +81312345678"],
  [`Licenses of ${marked("佐藤 遥")} and others`, "Licenses of 佐藤 遥 and others"],
  ["電話会議の コミュニケーション クレジット", "電話会議の コミュニケーション クレジット"],
])("%j reads as it is written", (text, read) => {
  expect(joined(text)).toBe(read);
});
