import { STEPS, type Step } from './steps.ts';

/** The steps that the command line names, in their own order; all when it names none. Ends the process on a name that is none. */
export const chooseSteps = (names: readonly string[]): readonly Step[] => {
  const unknown = names.find((name) => !STEPS.some((step) => step.name === name));
  if (unknown !== undefined) {
    console.error(`There is no step "${unknown}"; there are ${STEPS.map(({ name }) => name).join(', ')}.`);
    process.exit(1);
  }
  return names.length === 0 ? STEPS : STEPS.filter(({ name }) => names.includes(name));
};
