import type { Weights } from '#core/domain/route.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import { PART_NAMES, PARTS } from '../model/words.ts';

/** A score and its four parts. The bar's pieces are what each part brings to the total under the weights in force. */
export const ScoreBar = ({ score, weights }: { score: RouteJson['score']; weights: Weights | undefined }) => {
  const sum = weights === undefined ? 0 : PARTS.reduce((total, part) => total + weights[part], 0);
  return (
    <>
      <span className="route-figure">{score.total.toFixed(1)}</span>
      <span className="score-bar" aria-hidden="true">
        {PARTS.map((part) => (
          <span
            key={part}
            className={`score-piece part-${part}`}
            style={{ width: `${weights === undefined || sum === 0 ? 0 : (score[part] * weights[part]) / sum}%` }}
          />
        ))}
      </span>
      <span className="score-parts">
        {PARTS.map((part) => (
          <span key={part} className={`score-part part-${part}`}>
            <span className="score-part-name">{PART_NAMES[part]}</span> {Math.round(score[part])}
          </span>
        ))}
      </span>
    </>
  );
};
