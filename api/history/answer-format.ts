import { ANSWER_FORMATS, type AnswerFormat, FORMAT_TYPES } from '#schemas/api/sql.ts';

const essence = (type: string): string => type.split(';', 1)[0]?.trim().toLowerCase() ?? '';

const QUALITY = /;\s*q=([\d.]+)/i;
const qualityOf = (type: string): number => Number(QUALITY.exec(type)?.[1] ?? 1);

/** The format that the header Accept likes best; JSON where it names none of ours. */
export const answerFormat = (accept: string | undefined): AnswerFormat => {
  const wanted = (accept ?? '')
    .split(',', 32)
    .filter((type) => qualityOf(type) > 0)
    .sort((a, b) => qualityOf(b) - qualityOf(a))
    .map(essence);
  for (const type of wanted) {
    const format = ANSWER_FORMATS.find((one) => essence(FORMAT_TYPES[one]) === type);
    if (format !== undefined) return format;
  }
  return 'JSON';
};
