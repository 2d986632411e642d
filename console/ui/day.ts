/** The UTC day of a moment (epoch ms), such as 2026-11-30. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
