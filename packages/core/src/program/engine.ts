/** Whether the jobs of an engine, `kind@version`, are runs of programs of the user's own. */
export const runsPrograms = (engine: string): boolean => engine.startsWith('program@');
