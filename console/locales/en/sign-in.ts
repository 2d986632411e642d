/** Labels are fixed by the contract: "Email", "Password", "Sign in". */
export const signIn = {
  title: "Sign in to Talktime",
  email: "Email",
  password: "Password",
  code: "Code from your authenticator app",
  submit: "Sign in",
  with: "Sign in with {{name}}",
  or: "or",
  failed: "The email or the password is not right.",
  codeNeeded: "Type the code that your authenticator app shows now.",
  tooMany: "Too many attempts. Wait a minute, then try again.",
  missing: "Fill this in.",
};
