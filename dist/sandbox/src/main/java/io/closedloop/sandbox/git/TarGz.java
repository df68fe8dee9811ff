package io.closedloop.sandbox.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes a commit as GitHub's source archive: a pax header naming the commit, one top folder. */
public final class TarGz {
  private static final int BLOCK = 512;

  private TarGz() {}

  public static void write(GitReader git, String commit, String top, OutputStream target)
      throws IOException {
    long seconds = git.commit(commit).committer().when().getEpochSecond();
    try (GZIPOutputStream out = new GZIPOutputStream(target)) {
      entry(out, new Header("pax_global_header", "0666", 'g', "", 0), pax("comment", commit));
      entry(out, new Header(top + "/", "0775", '5', "", seconds), new byte[0]);
      for (TreeEntry file : git.entries(git.commit(commit).tree(), true)) {
        String path = top + "/" + file.path();
        if (file.type().equals("tree")) {
          entry(out, new Header(path + "/", "0775", '5', "", seconds), new byte[0]);
          continue;
        }
        byte[] content = git.blob(file.sha());
        switch (file.mode()) {
          case "120000" -> {
            String link = new String(content, StandardCharsets.UTF_8);
            entry(out, new Header(path, "0777", '2', link, seconds), new byte[0]);
          }
          case "100755" -> entry(out, new Header(path, "0775", '0', "", seconds), content);
          default -> entry(out, new Header(path, "0664", '0', "", seconds), content);
        }
      }
      out.write(new byte[2 * BLOCK]);
    }
  }

  private static void entry(OutputStream out, Header header, byte[] content) throws IOException {
    byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
    if (name.length > 100) {
      byte[] path = pax("path", header.name());
      out.write(new Header("pax_path", "0664", 'x', "", header.seconds()).block(path.length));
      padded(out, path);
    }
    out.write(header.block(content.length));
    padded(out, content);
  }

  private static void padded(OutputStream out, byte[] content) throws IOException {
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  /** A pax record counts its own length, the digits of that length included. */
  private static byte[] pax(String key, String value) {
    byte[] rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8);
    int length = rest.length;
    while (String.valueOf(length).length() + rest.length != length) {
      length = String.valueOf(length).length() + rest.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(String.valueOf(length).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(rest);
    return out.toByteArray();
  }

  private record Header(String name, String mode, char type, String link, long seconds) {

    byte[] block(long size) {
      byte[] block = new byte[BLOCK];
      put(block, 0, 100, name);
      put(block, 100, 8, "000" + mode);
      put(block, 108, 8, "0000000");
      put(block, 116, 8, "0000000");
      put(block, 124, 12, String.format("%011o", size));
      put(block, 136, 12, String.format("%011o", seconds));
      Arrays.fill(block, 148, 156, (byte) ' ');
      block[156] = (byte) type;
      put(block, 157, 100, link);
      put(block, 257, 6, "ustar");
      put(block, 263, 2, "00");
      put(block, 265, 32, "root");
      put(block, 297, 32, "root");
      int sum = 0;
      for (byte b : block) {
        sum += b & 0xff;
      }
      put(block, 148, 8, String.format("%06o", sum) + "\0 ");
      return block;
    }

    private static void put(byte[] block, int at, int room, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, block, at, Math.min(room, bytes.length));
    }
  }
}
