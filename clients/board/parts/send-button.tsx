import type { RouteJson } from '#schemas/api/route.ts';

interface Props {
  readonly route: RouteJson;
  readonly name: string;
  readonly onSend: (route: RouteJson) => void;
}

/** Takes a route. There is one where the page can sign: in the simnet alone. */
export const SendButton = ({ route, name, onSend }: Props) => (
  <button type="button" className="button button-small send-button" onClick={() => onSend(route)} aria-label={`Send by ${name}`}>
    Send
  </button>
);
