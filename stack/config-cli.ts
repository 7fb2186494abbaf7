import { configSchema } from '#platform/config.ts';
import { describeVariables } from './describe-variables.ts';

/** `npm run config`: every variable, what it means and what it is when nobody sets it. */
console.log(describeVariables(configSchema.shape));
