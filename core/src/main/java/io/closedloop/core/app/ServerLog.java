package io.closedloop.core.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's log file in its home; the console keeps to warnings. */
final class ServerLog {
  private ServerLog() {}

  static void to(Path file, UnaryOperator<String> redact) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName("FILE");
    appender.setFile(file.toString());
    SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%d{yyyy-MM-dd}.%i.gz");
    rolling.setMaxFileSize(FileSize.valueOf("20MB"));
    rolling.setMaxHistory(14);
    rolling.setTotalSizeCap(FileSize.valueOf("500MB"));
    rolling.start();
    Redacting encoder = new Redacting(redact);
    encoder.setContext(context);
    encoder.setPattern(
        "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} [%X{incident:-}] %replace(%msg){'[\\r\\n]+',' '}%n%ex");
    encoder.start();
    appender.setRollingPolicy(rolling);
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  /** Writes no secret that the settings hold, whoever logs it. */
  private static final class Redacting extends PatternLayoutEncoder {
    private final UnaryOperator<String> redact;

    Redacting(UnaryOperator<String> redact) {
      this.redact = redact;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      return redact.apply(getLayout().doLayout(event)).getBytes(StandardCharsets.UTF_8);
    }
  }

  static void flush() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }
}
