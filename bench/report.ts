/** One JSON object a line on standard output; what goes on meanwhile on standard error. */
export const emit = (line: { subject: string; [name: string]: unknown }): void => console.log(JSON.stringify(line));

const began = performance.now();
export const progress = (message: string): void =>
  console.error(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${message}`);
