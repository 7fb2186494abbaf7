package routebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Reads a message of the topic `quotes`: five bytes of framing, then Avro. */
final class QuoteReader {
  private static final int HEADER_BYTES = 5;
  private final GenericDatumReader<GenericRecord> reader;
  private GenericRecord record;
  private BinaryDecoder decoder;

  QuoteReader(Path schemaFile) throws IOException {
    reader = new GenericDatumReader<>(new Schema.Parser().parse(schemaFile.toFile()));
  }

  /** The quote, or null for a failure. */
  Fold.Quote read(byte[] bytes) {
    try {
      decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, decoder);
      record = reader.read(record, decoder);
    } catch (IOException broken) {
      throw new IllegalArgumentException(broken);
    }
    if (!(record.get("answer") instanceof GenericRecord answer)) return null;
    List<Fold.Fee> fees = new ArrayList<>();
    for (Object each : (List<?>) answer.get("fees")) {
      GenericRecord fee = (GenericRecord) each;
      String amount = fee.get("amount").toString();
      fees.add(new Fold.Fee(fee.get("kind").toString(), fee.get("asset").toString(), amount, Double.parseDouble(amount)));
    }
    String amountIn = record.get("amountIn").toString();
    String amountOut = answer.get("amountOut").toString();
    String minAmountOut = answer.get("minAmountOut").toString();
    Object limit = answer.get("limitInstant");
    return new Fold.Quote(
        record.get("bridge").toString(),
        record.get("corridor").toString(),
        amountIn,
        amountOut,
        minAmountOut,
        fees,
        Double.parseDouble(amountIn),
        Double.parseDouble(amountOut),
        Double.parseDouble(minAmountOut),
        ((Number) answer.get("originGas")).longValue(),
        (Double) answer.get("etaP50Seconds"),
        (Double) answer.get("etaP90Seconds"),
        limit == null ? Double.POSITIVE_INFINITY : Double.parseDouble(limit.toString()),
        (Long) record.get("observedAtMs"),
        (Long) answer.get("validUntilMs"));
  }
}
