package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import io.closedloop.core.diagnose.Weighing.Weighed;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What failing tests and checks say: that time ran out or a connection broke, which passes by
 * itself, or that a value is wrong, which does not. Most of those that failed decide, not one among
 * many.
 */
final class TestMessages {
  /** How many lines before or after its name a test's message may stand. */
  private static final int NEAR = 12;

  /** How many lines before its end what a step failed for may stand. */
  private static final int NEAR_THE_END = 30;

  /**
   * Runners that drive a browser or a device: where no value was wrong, something came too late.
   */
  private static final Set<String> END_TO_END =
      Set.of("cypress", "playwright", "selenium", "webdriverio", "detox", "testcafe", "nightwatch");

  /** The same, by what the step is called or runs. */
  private static final Pattern RUNS_END_TO_END =
      Pattern.compile(
          "(?i)(?:^|[^a-z])(?:e2e|end[-_ ]to[-_ ]end|cypress|playwright|puppeteer|selenium|webdriver(?:io)?|wdio|detox|testcafe|nightwatch|appium|maestro"
              + "|browser[-_ ]?tests?|ui[-_ ]tests?|system[-_ ]tests?)(?:[^a-z]|$)");

  /** Found along with all others; neither speaks for a category. */
  static final Signature PASSING =
      Signature.sign(
          "test_message_passing",
          // A limit of a test, a hook or a wait ran out.
          "(?i)\\bexceeded (?:the )?(?:\\w+ )?time-?out\\b|\\btime-?out (?:of )?\\d+ ?m?s exceeded|\\btime-?out of \\d+ ?m?s\\b"
              + "|\\btime-?out ?> ?\\d|\\btimed[ -]out\\b|\\b(?:timeout|time limit)(?:error| error|exception| expired| exceeded| reached)"
              + "|(?:timeout|timedout)(?:error|exception)\\b|deadline[_ ]?exceeded|\\bi/o timeout"
              + "|\\btime-?out: |\\bwithin (?:the )?(?:time-?out|\\d+ ?(?:ms|milliseconds|s|sec|seconds|minutes)\\b)"
              // A peer was not there, or left.
              + "|\\bE(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|ADDRINUSE|AI_AGAIN|HOSTUNREACH|NETUNREACH|SOCKETTIMEDOUT)\\b|\\bsocket hang up\\b|\\bno matching message after \\d"
              + "|\\baddress already in use\\b|\\bconnection (?:is |was |has been )?(?:in )?(?:refused|reset|closed|aborted|lost|terminated)\\b|\\b(?:lost connection to|has gone away)\\b|\\bmight cause false positive tests\\b|\\bbroken pipe\\b"
              + "|net::ERR_(?:CONNECTION|NETWORK|INTERNET|NAME|TIMED|SOCKET|EMPTY)\\w*|NS_ERROR_(?:CONNECTION|NET)_\\w+"
              + "|\\bConnect(?:ion(?:Refused|Reset|Aborted|Closed)?)?(?:Error|Exception)\\b|\\b(?:HttpConnectTimeout|SocketTimeout|NoRouteToHost)Exception\\b"
              + "|\\b(?:target|browser|page|session)(?: page, context or browser)? (?:has been |has |was |unexpectedly )*(?:closed|crashed|disconnected)\\b"
              + "|\\bchrome not reachable\\b|\\bdisconnected ?\\(\\d+ times\\)|\\b(?:stale element|StaleElementReference)"
              // A server could not answer now, a name was not found.
              + "|\\b(?:status|code|http):? (?:429|50[0234])\\b|\\b(?:bad gateway|service (?:temporarily )?unavailable|gateway time-?out|too many requests)\\b"
              + "|\\b(?:ENOTFOUND|getaddrinfo)\\b|\\btemporary failure in name resolution\\b|\\bname or service not known\\b|\\bno such host\\b"
              // An element did not come, a clock ran too far.
              + "|\\bexpected to find element\\b|\\bselenium\\.NoSuchElement|\\bno such element: |\\bElementNotFound\\b|\\bnever satisfied\\b|\\bstill (?:not )?\\w+ after \\d|(?:Read|Open|Connect|Write|Condition|Navigation|Pool)Timeout\\b"
              + "|\\b(?:less than|at most|below|within) \\d[\\d.]* ?(?:ns|us|ms|milliseconds|seconds)\\b|\\btook (?:too long|longer than|>)|\\bsignal:? (?:SIG(?:BUS|KILL|TERM)|9|15)\\b",
          List.of(
              "exceeded",
              "timeout of",
              "timeout>",
              "timeout >",
              "timeouterror",
              "timeout error",
              "timeoutexception",
              "timeout exception",
              "timeout expired",
              "timeout reached",
              "i/o timeout",
              "timeout: ",
              "gateway timeout",
              "readtimeout",
              "opentimeout",
              "connecttimeout",
              "writetimeout",
              "conditiontimeout",
              "navigationtimeout",
              "pooltimeout",
              "time-out",
              "timed out",
              "timed-out",
              "timedout",
              "time limit",
              "deadline",
              "within ",
              "econn",
              "esockettimedout",
              "no matching message",
              "epipe",
              "eaddrinuse",
              "eai_again",
              "unreach",
              "status 429",
              "status 50",
              "status: 429",
              "status: 50",
              "code 429",
              "code 50",
              "code: 429",
              "code: 50",
              "http 429",
              "http 50",
              "bad gateway",
              "unavailable",
              "too many requests",
              "enotfound",
              "getaddrinfo",
              "name resolution",
              "service not known",
              "no such host",
              "socket hang up",
              "address already in use",
              "connection refused",
              "connection reset",
              "connection closed",
              "connection aborted",
              "connection lost",
              "connection terminated",
              "connection is",
              "lost connection",
              "gone away",
              "in closed state",
              "false positive tests",
              "connection was",
              "connection has",
              "connecterror",
              "connectexception",
              "connectionerror",
              "connectionexception",
              "connectionrefused",
              "connectionreset",
              "connectionaborted",
              "connectionclosed",
              "broken pipe",
              "net::err_",
              "ns_error_",
              "noroutetohost",
              "been closed",
              "was closed",
              "target closed",
              "browser closed",
              "page closed",
              "session closed",
              "unexpectedly closed",
              "crashed",
              "disconnected",
              "chrome not reachable",
              "stale element",
              "staleelement",
              "expected to find element",
              "nosuchelement",
              "elementnotfound",
              "never satisfied",
              "still ",
              "no such element",
              "less than ",
              "at most ",
              "below ",
              "took ",
              "signal"));

  static final Signature LASTING =
      Signature.sign(
          "test_message_lasting",
          "(?i)\\bassert(?:ion)?(?:s|ed|ion)? ?(?:failed|error|failure)|AssertionFailedError|ComparisonFailure|^E +assert\\b|\\bassert .*(?:==|!=| is | in | not )"
              + "|\\bexpected:? .*(?:\\bgot\\b|\\bactual\\b|\\bto (?:be|equal|have|match|contain|include|throw)\\b|\\bbut\\b|\\breceived\\b|\\bfound\\b|==)"
              + "|\\bexpect\\(.*\\)\\.(?:not\\.)?to|\\bexpected(?: value)?: |^ *[+-] ?expected\\b|\\bwant(?:ed)?:? .*\\bgot\\b|\\bgot:? .*\\bwant"
              + "|\\bsnapshots? .*(?:mismatch|failed|differs|do(?:es)? not match)|\\b(?:Type|Reference|Syntax|Name|Attribute|Import|Key|Value|Index)Error: |\\bNullPointerException\\b"
              + "|\\bcannot find (?:module|package)\\b|\\bunexpected token\\b|\\berror TS\\d+: ",
          List.of(
              "assert",
              "comparisonfailure",
              "expect",
              "want ",
              "want:",
              "wanted",
              " want",
              "snapshot",
              "typeerror: ",
              "referenceerror: ",
              "syntaxerror: ",
              "nameerror: ",
              "attributeerror: ",
              "importerror: ",
              "keyerror: ",
              "valueerror: ",
              "indexerror: ",
              "nullpointer",
              "cannot find module",
              "cannot find package",
              "unexpected token",
              "error ts"));

  static final Set<Signature> SIGNS = Set.of(PASSING, LASTING);

  private TestMessages() {}

  /**
   * Whether most of these failing tests say that they can pass.
   *
   * @param failing what was found of the failing tests
   * @param messages where {@link #SIGNS} were found
   */
  static boolean sayThatTheyPass(List<Weighed> failing, List<Hit> messages) {
    int passing = 0;
    int lasting = 0;
    for (var test : failing) {
      var said = nearest(test.hit(), messages);
      passing += PASSING.equals(said) ? 1 : 0;
      lasting += LASTING.equals(said) ? 1 : 0;
    }
    return passing > 0
        ? passing >= lasting
        : lasting == 0 && failing.stream().anyMatch(test -> endToEnd(test.hit()));
  }

  /** What these failing tests say, in the order of the log. */
  static List<Hit> of(List<Weighed> failing, List<Hit> messages) {
    var tests =
        failing.stream()
            .map(Weighed::hit)
            .filter(hit -> hit.line() > 0 && hit.signature().reads() == Signature.Reads.OUTPUT)
            .toList();
    if (tests.isEmpty()) {
      return List.of();
    }
    int from = tests.stream().mapToInt(Hit::line).min().orElse(0) - NEAR;
    var step = tests.getFirst().step();
    return messages.stream()
        .filter(message -> message.step() == step && message.line() >= from && !skipped(message))
        .sorted(Comparator.comparingInt(Hit::line))
        .toList();
  }

  private static boolean endToEnd(Hit hit) {
    var tool = hit.signature().tool();
    return hit.signature().reads() == Signature.Reads.OUTPUT
        && ((tool != null && END_TO_END.contains(tool))
            || hit.step().commands().stream()
                .anyMatch(command -> RUNS_END_TO_END.matcher(command).find()));
  }

  /** What was left out did not fail, whatever the reason it names. */
  private static boolean skipped(Hit message) {
    return message.text().contains("skip");
  }

  /** What a report or an annotation says, which stands nowhere in the log. */
  private static @Nullable Signature said(String text) {
    return PASSING.match(text) != null ? PASSING : LASTING.match(text) != null ? LASTING : null;
  }

  /** What stands nearest to the test; of a line that says both, that something came too late. */
  private static @Nullable Signature nearest(Hit test, List<Hit> messages) {
    boolean ofStep = test.signature().reads() == Signature.Reads.STEP;
    if (!ofStep && test.line() == 0) {
      return said(test.text());
    }
    Signature nearest = null;
    int least = 2 * (ofStep ? NEAR_THE_END : NEAR) + 2;
    for (var message : messages) {
      int after = message.line() - (ofStep ? test.step().lastLine : test.line());
      // The message follows the name in most reports, so what stands before is taken for farther.
      int distance = after >= 0 ? 2 * after : 1 - 2 * after;
      if (message.step() == test.step()
          && !skipped(message)
          && (distance < least || (distance == least && PASSING.equals(message.signature())))) {
        least = distance;
        nearest = message.signature();
      }
    }
    return nearest;
  }
}
