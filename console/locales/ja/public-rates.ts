export const publicRates = {
  title: "通話料金",
  sentence: "国または番号ごとの通話料金です。サインインすると、所属する組織の料金が表示されます。",
  currency: "通貨",
  of: "{{number}} への通話料金",
  perMinute: "1 分あたり (通話先)",
  none: "公開されている料金はまだありません。",
  noNumber: "発信できない番号です。+ と国番号から入力してください。",
  tooOften: "アクセスが多すぎます。1 分ほど待ってから、もう一度お試しください。",
  signIn: "サインイン",
};
