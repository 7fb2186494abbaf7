package routebook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ranking's fold, as one would write it in Java: the latest quote of each bridge, scored and sorted at each change. */
final class Fold {
  record Quote(String bridge, String book, double amountIn, double amountOut, double etaSeconds, double instantLimit, long observedAtMs, long validUntilMs) {}

  record Route(Quote quote, double total, double cost, double speed, double reliability, double liquidity) {}

  private static final double RELIABILITY = 90;
  private final Map<String, Map<String, Quote>> books = new HashMap<>();

  /** Takes a quote in and gives the ranked book out. */
  List<Route> add(Quote quote) {
    Map<String, Quote> book = books.computeIfAbsent(quote.book(), key -> new HashMap<>());
    book.merge(quote.bridge(), quote, (held, next) -> next.observedAtMs() >= held.observedAtMs() ? next : held);
    double best = Double.NEGATIVE_INFINITY;
    for (Quote held : book.values()) best = Math.max(best, held.amountOut());
    double scale = 250_000 + quote.amountIn() * 0.0025;
    List<Route> routes = new ArrayList<>(book.size());
    for (Quote held : book.values()) {
      double cost = round(100 * scale / (scale + best - held.amountOut()));
      double speed = round(100 / (1 + held.etaSeconds() / 300));
      double liquidity = round(Math.max(0, 100 * (1 - held.amountIn() / held.instantLimit())));
      double total = round((40 * cost + 30 * speed + 20 * RELIABILITY + 10 * liquidity) / 100);
      routes.add(new Route(held, total, cost, speed, RELIABILITY, liquidity));
    }
    routes.sort(Comparator.comparingDouble(Route::total).reversed().thenComparing(route -> route.quote().bridge()));
    return routes;
  }

  private static double round(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  /** A book as JSON, with the fields that a client ranks by. */
  static byte[] json(String book, List<Route> routes) {
    StringBuilder text = new StringBuilder(256 + routes.size() * 200);
    text.append("{\"key\":\"").append(book).append("\",\"routes\":[");
    int rank = 0;
    for (Route route : routes) {
      if (rank++ > 0) text.append(',');
      text.append("{\"routeId\":\"").append(route.quote().bridge()).append("\",\"rank\":").append(rank)
          .append(",\"amountOut\":\"").append((long) route.quote().amountOut())
          .append("\",\"etaSeconds\":").append(route.quote().etaSeconds())
          .append(",\"score\":{\"total\":").append(route.total()).append(",\"cost\":").append(route.cost())
          .append(",\"speed\":").append(route.speed()).append(",\"reliability\":").append(route.reliability())
          .append(",\"liquidity\":").append(route.liquidity())
          .append("},\"validUntilMs\":").append(route.quote().validUntilMs()).append('}');
    }
    return text.append("]}").toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
