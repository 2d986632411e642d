/** Japanese: です・ます, the admin centres' own terms. */
import type { Messages } from "../messages.ts";
import { calls } from "./calls.ts";
import { common } from "./common.ts";
import { credits } from "./credits.ts";
import { faults } from "./faults.ts";
import { imports } from "./imports.ts";
import { health } from "./health.ts";
import { home } from "./home.ts";
import { licenses } from "./licenses.ts";
import { numbers } from "./numbers.ts";
import { pages } from "./pages.ts";
import { payment } from "./payment.ts";
import { problems } from "./problems.ts";
import { purchase } from "./purchase.ts";
import { publicRates } from "./public-rates.ts";
import { rates } from "./rates.ts";
import { policies } from "./policies.ts";
import { reports } from "./reports.ts";
import { support } from "./support.ts";
import { operator } from "./operator.ts";
import { custom } from "./custom.ts";
import { roles } from "./roles.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { signIn } from "./sign-in.ts";
import { subscriptions } from "./subscriptions.ts";
import { users } from "./users.ts";

export const ja: Messages = {
  common,
  shell,
  pages,
  signIn,
  home,
  faults,
  imports,
  credits,
  payment,
  problems,
  purchase,
  rates,
  publicRates,
  calls,
  users,
  licenses,
  subscriptions,
  policies,
  reports,
  support,
  operator,
  health,
  custom,
  numbers,
  settings,
  roles,
};
