export const signIn = {
  title: "Talktime にサインイン",
  email: "メール アドレス",
  password: "パスワード",
  code: "認証アプリのコード",
  submit: "サインイン",
  with: "{{name}} でサインイン",
  or: "または",
  failed: "メール アドレスまたはパスワードが正しくありません。",
  codeNeeded: "認証アプリに表示されているコードを入力してください。",
  tooMany: "試行回数が多すぎます。1 分ほど待ってからもう一度お試しください。",
  missing: "入力してください。",
};
