/** The navigation's icons, one for every page. */
import type { FluentIcon } from "@fluentui/react-icons";
import { ArrowImportRegular } from "@fluentui/react-icons/svg/arrow-import";
import { ArrowCounterclockwiseRegular } from "@fluentui/react-icons/svg/arrow-counterclockwise";
import { BuildingMultipleRegular } from "@fluentui/react-icons/svg/building-multiple";
import { CallRegular } from "@fluentui/react-icons/svg/call";
import { CallProhibitedRegular } from "@fluentui/react-icons/svg/call-prohibited";
import { CartRegular } from "@fluentui/react-icons/svg/cart";
import { DataPieRegular } from "@fluentui/react-icons/svg/data-pie";
import { DataTrendingRegular } from "@fluentui/react-icons/svg/data-trending";
import { DataUsageRegular } from "@fluentui/react-icons/svg/data-usage";
import { DocumentTableRegular } from "@fluentui/react-icons/svg/document-table";
import { HeartPulseRegular } from "@fluentui/react-icons/svg/heart-pulse";
import { HomeRegular } from "@fluentui/react-icons/svg/home";
import { MoneyRegular } from "@fluentui/react-icons/svg/money";
import { NumberSymbolRegular } from "@fluentui/react-icons/svg/number-symbol";
import { PaymentRegular } from "@fluentui/react-icons/svg/payment";
import { PeopleRegular } from "@fluentui/react-icons/svg/people";
import { PersonSupportRegular } from "@fluentui/react-icons/svg/person-support";
import { RibbonRegular } from "@fluentui/react-icons/svg/ribbon";
import { SettingsRegular } from "@fluentui/react-icons/svg/settings";
import { ShieldKeyholeRegular } from "@fluentui/react-icons/svg/shield-keyhole";
import { TableSettingsRegular } from "@fluentui/react-icons/svg/table-settings";
import { TicketDiagonalRegular } from "@fluentui/react-icons/svg/ticket-diagonal";
import { BoxMultipleRegular } from "@fluentui/react-icons/svg/box-multiple";
import { WalletRegular } from "@fluentui/react-icons/svg/wallet";
import type { PageId } from "../pages.ts";

export const PAGE_ICONS: Readonly<Record<PageId, FluentIcon>> = {
  home: HomeRegular,
  communicationsCredits: WalletRegular,
  purchaseServices: CartRegular,
  subscriptions: BoxMultipleRegular,
  licenses: RibbonRegular,
  paymentMethods: PaymentRegular,
  activeUsers: PeopleRegular,
  phoneNumbers: NumberSymbolRegular,
  dialOutPolicies: ShieldKeyholeRegular,
  pstnUsage: DataUsageRegular,
  pools: DataPieRegular,
  spend: DataTrendingRegular,
  blocked: CallProhibitedRegular,
  customReport: TableSettingsRegular,
  usageImports: ArrowImportRegular,
  rates: MoneyRegular,
  calls: CallRegular,
  support: PersonSupportRegular,
  settings: SettingsRegular,
  organizations: BuildingMultipleRegular,
  rateDecks: DocumentTableRegular,
  rateCorrections: ArrowCounterclockwiseRegular,
  incidents: TicketDiagonalRegular,
  health: HeartPulseRegular,
};
