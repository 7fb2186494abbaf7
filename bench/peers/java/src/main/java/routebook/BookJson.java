package routebook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** A book as JSON with the fields that the protocol gives it, as one would write it in Java: all of it anew, into one builder. */
final class BookJson {
  /** The market of the measurement: a gas price, its coin's, and assets of six decimals that are worth a dollar. */
  private static final double WEI_PER_GAS = 1e9;
  private static final double COIN_USD = 100;
  private static final double UNITS = 1e6;
  private static final long MILLION = 1_000_000;
  private static final double YEARLY_RATE = 0.05;
  private static final double YEAR_SECONDS = 31_536_000;
  private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private final StringBuilder text = new StringBuilder(16_384);
  /** Thousands of quotes share a millisecond. */
  private final Map<Long, String> times = new HashMap<>();
  private long version = 0;

  byte[] write(Fold.Quote last, List<Fold.Route> routes) {
    text.setLength(0);
    version++;
    text.append("{\"key\":\"").append(last.book()).append("\",\"corridor\":\"").append(last.corridor()).append("\",\"amountIn\":\"")
        .append(last.amountInText()).append("\",\"version\":").append(version).append(",\"asOf\":\"").append(time(last.observedAtMs()))
        .append("\",\"routes\":[");
    CRC32 checksum = new CRC32();
    String from = last.corridor().substring(0, last.corridor().indexOf('>'));
    String to = last.corridor().substring(last.corridor().indexOf('>') + 1);
    Fold.Route cheapest = null, fastest = null, mostOut = null;
    for (Fold.Route route : routes) {
      if (cheapest == null || costUsd(route) < costUsd(cheapest)) cheapest = route;
      if (fastest == null || route.quote().etaSeconds() < fastest.quote().etaSeconds()) fastest = route;
      if (mostOut == null || route.quote().amountOut() > mostOut.quote().amountOut()) mostOut = route;
    }
    for (int index = 0; index < routes.size(); index++) {
      Fold.Route route = routes.get(index);
      Fold.Quote quote = route.quote();
      if (index > 0) text.append(',');
      String routeId = quote.bridge() + '-' + Integer.toString(31 * last.corridor().hashCode() + quote.bridge().hashCode() & 0x7fffffff, 36);
      checksum.update((routeId + ':' + quote.amountOutText() + '|').getBytes(StandardCharsets.ISO_8859_1));
      text.append("{\"routeId\":\"").append(routeId).append("\",\"rank\":").append(index + 1)
          .append(",\"amountIn\":\"").append(quote.amountInText()).append("\",\"amountOut\":\"").append(quote.amountOutText())
          .append("\",\"minAmountOut\":\"").append(quote.minAmountOutText()).append("\",\"amountOutUsd\":\"");
      usd(quote.amountOut() / UNITS).append("\",\"costUsd\":\"");
      usd(costUsd(route)).append("\",\"cost\":{\"feesUsd\":\"");
      usd(feesUsd(quote)).append("\",\"gasUsd\":\"");
      usd(gasUsd(quote)).append("\",\"slippageUsd\":\"");
      usd((quote.amountOut() - quote.minAmountOut()) / UNITS).append("\",\"timeUsd\":\"");
      usd(timeUsd(quote)).append("\"},\"etaSeconds\":{\"p50\":");
      number(quote.etaSeconds()).append(",\"p90\":");
      number(quote.etaP90Seconds()).append("},\"etaSource\":\"quoted\",\"score\":{\"total\":");
      number(route.total()).append(",\"cost\":");
      number(route.cost()).append(",\"speed\":");
      number(route.speed()).append(",\"reliability\":");
      number(route.reliability()).append(",\"liquidity\":");
      number(route.liquidity()).append("},\"rule\":\"");
      rule(routes, index);
      text.append("\",\"legs\":[{\"kind\":\"bridge\",\"venue\":\"").append(quote.bridge()).append("\",\"from\":\"").append(from)
          .append("\",\"to\":\"").append(to).append("\",\"amountIn\":\"").append(quote.amountInText()).append("\",\"amountOut\":\"")
          .append(quote.amountOutText()).append("\",\"fees\":[");
      for (int fee = 0; fee < quote.fees().size(); fee++) {
        Fold.Fee paid = quote.fees().get(fee);
        if (fee > 0) text.append(',');
        text.append("{\"kind\":\"").append(paid.kind()).append("\",\"asset\":\"").append(paid.asset()).append("\",\"amount\":\"")
            .append(paid.amountText()).append("\",\"usd\":\"");
        usd(paid.amount() / UNITS).append("\"}");
      }
      text.append("],\"surcharges\":[]}],\"observedAt\":\"").append(time(quote.observedAtMs())).append("\",\"validUntil\":\"")
          .append(time(quote.validUntilMs())).append("\",\"tags\":[");
      int tags = text.length();
      if (route == cheapest) text.append("\"cheapest\",");
      if (route == fastest) text.append("\"fastest\",");
      if (route == mostOut) text.append("\"most-out\",");
      if (text.length() > tags) text.setLength(text.length() - 1);
      text.append("]}");
    }
    text.append("],\"excluded\":[],\"pending\":[],\"weights\":{\"cost\":40,\"speed\":30,\"reliability\":20,\"liquidity\":10},\"volatility\":0,\"checksum\":")
        .append(checksum.getValue()).append('}');
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What placed a route, beside its neighbour. */
  private void rule(List<Fold.Route> routes, int index) {
    Fold.Route route = routes.get(index);
    if (routes.size() == 1) {
      text.append("the only route");
    } else if (index == 0) {
      text.append("first");
      advantages(route, routes.get(1), ": ");
      text.append(" than ").append(routes.get(1).quote().bridge());
      advantages(routes.get(1), route, ", which is ");
    } else {
      Fold.Route above = routes.get(index - 1);
      text.append(Math.round((above.total() - route.total()) * 10) / 10.0).append(" points behind ").append(above.quote().bridge());
      advantages(above, route, ", which is ");
      advantages(route, above, "; this one is ");
    }
  }

  private void advantages(Fold.Route route, Fold.Route other, String opening) {
    String link = opening;
    double cheaper = costUsd(other) - costUsd(route);
    if (cheaper >= 0.005) {
      text.append(link).append("cheaper by $").append(Math.round(cheaper * 100) / 100.0);
      link = " and ";
    }
    double faster = other.quote().etaSeconds() - route.quote().etaSeconds();
    if (faster >= 0.5) {
      text.append(link).append("faster by ").append(faster < 120 ? Math.round(faster) + " s" : Math.round(faster / 60) + " min");
      link = " and ";
    }
    if (route.liquidity() - other.liquidity() >= 0.5) text.append(link).append("with more room below its limit");
  }

  private static double feesUsd(Fold.Quote quote) {
    double sum = 0;
    for (Fold.Fee fee : quote.fees()) sum += fee.amount();
    return sum / UNITS;
  }

  private static double gasUsd(Fold.Quote quote) {
    return quote.originGas() * WEI_PER_GAS / 1e18 * COIN_USD;
  }

  private static double timeUsd(Fold.Quote quote) {
    return quote.amountIn() / UNITS * YEARLY_RATE * quote.etaSeconds() / YEAR_SECONDS;
  }

  private static double costUsd(Fold.Route route) {
    Fold.Quote quote = route.quote();
    return feesUsd(quote) + gasUsd(quote) + (quote.amountOut() - quote.minAmountOut()) / UNITS + timeUsd(quote);
  }

  /** Six decimals. */
  private StringBuilder usd(double value) {
    long millionths = Math.round(value * MILLION);
    text.append(millionths / MILLION).append('.');
    long rest = millionths % MILLION;
    for (long place = MILLION / 10; place > Math.max(rest, 1); place /= 10) text.append('0');
    return text.append(rest);
  }

  /** A number as JSON has it: no decimals where there are none. */
  private StringBuilder number(double value) {
    long whole = (long) value;
    return whole == value ? text.append(whole) : text.append(value);
  }

  private String time(long epochMs) {
    if (times.size() > 4_096) times.clear();
    return times.computeIfAbsent(epochMs, ms -> RFC_3339.format(Instant.ofEpochMilli(ms)));
  }
}
