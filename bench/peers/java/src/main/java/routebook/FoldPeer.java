package routebook;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the fold alone. Arguments: the Avro schema, and a file of length-prefixed messages of the topic `quotes`.
 * Prints `objects <per second>`, `bytes <per second>` and `size <bytes of a book>`, the best of several rounds, warm.
 */
public final class FoldPeer {
  private static final int ROUNDS = 8;

  public static void main(String[] arguments) throws Exception {
    QuoteReader reader = new QuoteReader(Path.of(arguments[0]));
    List<byte[]> messages = readMessages(arguments[1]);
    List<Fold.Quote> quotes = new ArrayList<>();
    for (byte[] message : messages) {
      Fold.Quote quote = reader.read(message);
      if (quote != null) quotes.add(quote);
    }
    double objects = 0;
    double bytes = 0;
    double size = 0;
    long sink = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Fold fold = new Fold();
      long began = System.nanoTime();
      for (Fold.Quote quote : quotes) sink += fold.add(quote).size();
      objects = Math.max(objects, quotes.size() * 1e9 / (System.nanoTime() - began));

      Fold folded = new Fold();
      BookJson writer = new BookJson();
      long written = 0;
      began = System.nanoTime();
      for (byte[] message : messages) {
        Fold.Quote quote = reader.read(message);
        if (quote != null) written += writer.write(quote, folded.add(quote)).length;
      }
      size = (double) written / messages.size();
      bytes = Math.max(bytes, messages.size() * 1e9 / (System.nanoTime() - began));
    }
    System.out.printf("objects %.0f%nbytes %.0f%nsize %.0f%nsink %d%n", objects, bytes, size, sink);
  }

  private static List<byte[]> readMessages(String file) throws Exception {
    List<byte[]> messages = new ArrayList<>();
    try (DataInputStream input = new DataInputStream(new java.io.BufferedInputStream(new FileInputStream(file)))) {
      while (true) {
        byte[] message = new byte[input.readInt()];
        input.readFully(message);
        messages.add(message);
      }
    } catch (EOFException end) {
      return messages;
    }
  }
}
