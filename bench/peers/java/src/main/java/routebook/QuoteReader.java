package routebook;

import java.io.IOException;
import java.nio.file.Path;
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
    double amountIn = Double.parseDouble(record.get("amountIn").toString());
    Object limit = answer.get("limitInstant");
    return new Fold.Quote(
        record.get("bridge").toString(),
        record.get("corridor") + "@" + record.get("amountIn"),
        amountIn,
        Double.parseDouble(answer.get("amountOut").toString()),
        (Double) answer.get("etaP50Seconds"),
        limit == null ? Double.POSITIVE_INFINITY : Double.parseDouble(limit.toString()),
        (Long) record.get("observedAtMs"),
        (Long) answer.get("validUntilMs"));
  }
}
