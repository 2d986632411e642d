/** The part of a logger (pino's, or console) that the embedded server speaks to. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
