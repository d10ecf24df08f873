/** What a sweep of a program has for an engine. */
export const PROGRAM_ENGINE = 'program@1';

/** The label of workers that run a program: whoever has not declared it gets none of its jobs. */
export const labelOf = (program: string): string => `program:${program}`;

/** Whether the jobs of an engine, `kind@version`, are runs of programs of the user's own. */
export const runsPrograms = (engine: string): boolean => engine.startsWith('program@');
