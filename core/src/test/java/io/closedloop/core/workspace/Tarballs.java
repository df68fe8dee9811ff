package io.closedloop.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes archives as GitHub does, and as it never would. */
final class Tarballs {
  static final String SHA = "0123456789abcdef0123456789abcdef01234567";
  static final String TOP = "owner-name-0123456/";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  Tarballs() {
    try {
      tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8");
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Tarballs file(String path, String text) {
    return entry(new TarArchiveEntry(TOP + path, true), 0100644, text.getBytes(UTF_8));
  }

  Tarballs bytes(String path, byte... content) {
    return entry(new TarArchiveEntry(TOP + path, true), 0100644, content);
  }

  Tarballs executable(String path, String text) {
    return entry(new TarArchiveEntry(TOP + path, true), 0100755, text.getBytes(UTF_8));
  }

  Tarballs folder(String path) {
    return entry(new TarArchiveEntry(TOP + path + "/", true), 040755);
  }

  Tarballs link(String path, String to) {
    return special(TOP + path, TarConstants.LF_SYMLINK, to);
  }

  Tarballs special(String name, byte type, String to) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(to);
    return entry(entry, 0100644);
  }

  Tarballs raw(String name, String text) {
    return entry(new TarArchiveEntry(name, true), 0100644, text.getBytes(UTF_8));
  }

  Tarballs ofCommit(String sha) {
    TarArchiveEntry entry = new TarArchiveEntry(TOP, true);
    entry.addPaxHeader("comment", sha);
    return entry(entry, 040755);
  }

  TarballSource source() {
    byte[] done = toBytes();
    return () -> new ByteArrayInputStream(done);
  }

  byte[] toBytes() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Tarballs entry(TarArchiveEntry entry, int mode, byte... content) {
    try {
      entry.setMode(mode);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
