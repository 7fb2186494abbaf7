package routebook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ranking's fold, as one would write it in Java: the latest quote of each bridge, scored and sorted at each change. */
final class Fold {
  record Fee(String kind, String asset, String amountText, double amount) {}

  record Quote(String bridge, String corridor, String amountInText, String amountOutText, String minAmountOutText, List<Fee> fees, double amountIn,
      double amountOut, double minAmountOut, long originGas, double etaSeconds, double etaP90Seconds, double instantLimit, long observedAtMs,
      long validUntilMs) {
    String book() {
      return corridor + "@" + amountInText;
    }
  }

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
}
