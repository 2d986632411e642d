import type { en } from "./en/index.ts";

/** What a language has to say: as English does. A language without a form for one thing of many leaves those out. */
export type Messages = Texts<typeof en>;

type Texts<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Texts<T[K]>;
} & { [K in keyof T as K extends `${string}_one` ? K : never]?: string };
