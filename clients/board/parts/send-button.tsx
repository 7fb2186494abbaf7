import type { RouteJson } from '#schemas/api/route.ts';

interface Props {
  readonly route: RouteJson;
  readonly name: string;
  /** An old book's route is not taken, nor one for another amount than what is typed. */
  readonly isOld: boolean;
  readonly onSend: (route: RouteJson) => void;
}

/** Takes a route. There is one where the page can sign: in the simnet alone. */
export const SendButton = ({ route, name, isOld, onSend }: Props) => (
  <button
    type="button"
    className="button button-small send-button"
    disabled={isOld}
    onClick={() => onSend(route)}
    aria-label={`Send by ${name}`}
  >
    Send
  </button>
);
