/** How long nobody may try again after passwords that were wrong. */

export interface LockOut {
  /** So many may fail before the first wait. */
  free: number;
  /** Seconds of the first wait; each further failure doubles it. */
  firstSeconds: number;
  mostSeconds: number;
}

/** Of one account: few, since guesses at it are all that matters. */
export const OF_ACCOUNT: LockOut = { free: 5, firstSeconds: 30, mostSeconds: 15 * 60 };

/** Of one address, which a whole office may share; against one password tried at many accounts. */
export const OF_ADDRESS: LockOut = { free: 20, firstSeconds: 30, mostSeconds: 60 * 60 };

/** Of mails that somebody forgot a password: enough for a mail that got lost, and no flood. */
export const OF_RESETS: LockOut = { free: 3, firstSeconds: 120, mostSeconds: 60 * 60 };

/** Failures are forgotten after a day without another one. */
export const REMEMBERED_SECONDS = 24 * 60 * 60;

/** Seconds to wait after the last of so many failures; 0: none. */
export function waitAfter(failures: number, { free, firstSeconds, mostSeconds }: LockOut): number {
  if (failures < free) return 0;
  return Math.min(mostSeconds, firstSeconds * 2 ** Math.min(failures - free, 20));
}
