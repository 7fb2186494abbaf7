/**
 * Lets a schema of what is sent out take fields that it does not name: they may be added, and whoever checks answers, or has a client made from
 * the document, must not fall over one. What comes in stays closed, since unknown fields there are refused.
 */
export const openToAdditions = ({ jsonSchema }: { readonly jsonSchema: { additionalProperties?: unknown } }): void => {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
};
