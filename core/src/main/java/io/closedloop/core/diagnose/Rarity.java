package io.closedloop.core.diagnose;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Guesses how rare a text is in logs, in bits: one more means half as often. It only decides what
 * is looked for first, so a wrong guess costs time and nothing else.
 */
final class Rarity {
  /** From the commonest in logs on; what is not here is rarer than the last. */
  private static final String CHARACTERS = " etaoinrsl012cdpmu3./-:456789gfh_by,vkw=()[]x\"jzq";

  private static final double COMMONEST = 3.5;
  private static final double EACH_PLACE = 1.0 / 12;

  /** What an upper-case letter says more than a lower-case one. */
  private static final double UPPER_CASE = 1;

  private static final double WORD = 10;
  private static final double USUAL_WORD = 6;

  /** Words that stand in many lines of most logs. */
  private static final Set<String> USUAL_WORDS =
      Set.of(
          ".c",
          "[error]",
          "[info]",
          "[warn]",
          "[warning]",
          ".go",
          ".java",
          ".js",
          ".json",
          ".md",
          ".py",
          ".rs",
          ".ts",
          ".xml",
          "build",
          "connection",
          "error",
          "errors",
          "fail",
          "failed",
          "failure",
          "failures",
          "file",
          "found",
          "http",
          "https",
          "info",
          "install",
          "java",
          "package",
          "run",
          "test",
          "tests",
          "tests run: ",
          "time",
          "timeout",
          "version",
          "warn",
          "warning");

  /** Words that stand in logs of every kind, whether something failed or not. */
  private static final Set<String> WORDS =
      Arrays.stream(
              """
              about access action after already application archive argument artifact assert
              attempt available before begin binary branch build cache call cannot certificate change
              check class client clone cluster code collect command commit compil complete component
              config connect container content context control core could count coverage create
              current database debug default delete depend deploy description directory docker
              done download duration element enable end environment error event exampl exception
              exclude execut exist exit expect export extract fail false fetch field file
              finish format found from function generat github global group handler header home
              host http image import include index info init input install instance integration
              internal invalid issue item java job json kernel label lambda latest level library
              license line link linux list load local lock main manager match maven memory
              message method metadata minute missing model module month name network node none
              note null number object only open operation option order other output package
              page param parse part pass path pattern percent permission platform plugin pool port
              post prefix previous print process profile program progress project property
              protocol provide proxy public pull push python query queue read ready receiv
              record reference refer registry release remote remov repo report request requir
              resolv resource respon rest result retry return root rule run scan schedul scope
              script second section select send serv session setting setup size skip
              socket source spec stack stage start stat step stop storage store stream
              string style submit success suite summary support switch system table tag target
              task template test thread time token tool total trace true try type unable
              undefined unit unknown unpack update upload url usage user using util valid value
              variable verif version view wait warn while window work worker workspace write
              """
                  .split("\\s+"))
          .filter(word -> word.length() > 2)
          .collect(Collectors.toUnmodifiableSet());

  /** Bytes that words end with, and small words. */
  private static final List<String> ENDINGS =
      List.of(
          "tion", "ting", "ding", "ning", "ring", "ment", "able", "ated", "ally", "ing ", "ion ",
          "ted ", "ers ", " the", "the ", " for", "for ", " to ", " in ", " of ", " is ", " at ",
          "ed: ", "es: ", "ts: ", "rs: ", "or: ", "er: ", "ng: ", "on: ", "with", "was ", "://");

  private static final int LONGEST_WORD =
      WORDS.stream().mapToInt(String::length).max().orElseThrow();

  private static final int FOUR = 4;

  private static final Set<String> USUAL_FOURS = fours();

  private Rarity() {}

  /** How rare it is that any of these stands in a line. */
  static double any(List<String> texts, boolean anyCase) {
    double often = texts.stream().mapToDouble(text -> Math.pow(2, -of(text, anyCase))).sum();
    return -Math.log(often) / Math.log(2);
  }

  static double of(String text, boolean anyCase) {
    var lower = text.toLowerCase(Locale.ROOT);
    double bits = 0;
    for (int i = 0; i < lower.length(); ) {
      char c = lower.charAt(i);
      boolean begins =
          c == '.'
              || c == '['
              || (Character.isLetter(c) && (i == 0 || !Character.isLetter(lower.charAt(i - 1))));
      int word = begins ? word(lower, i) : 0;
      bits += word > 0 ? word(lower.substring(i, i + word)) : character(c);
      i += Math.max(1, word);
    }
    long upper = anyCase ? 0 : text.chars().filter(Character::isUpperCase).count();
    return bits + UPPER_CASE * upper;
  }

  /** The same for four bytes of a word, all in lower case. */
  static double ofFour(byte[] word, int at) {
    double bits = 0;
    for (int i = at; i < at + FOUR; i++) {
      bits += character((char) (word[i] & 0xff));
    }
    var four = new String(word, at, FOUR, StandardCharsets.ISO_8859_1);
    return USUAL_FOURS.contains(four) ? Math.min(bits, USUAL_WORD) : bits;
  }

  private static Set<String> fours() {
    var fours = new HashSet<>(ENDINGS);
    for (var word : Stream.concat(WORDS.stream(), USUAL_WORDS.stream()).toList()) {
      var spaced = " " + word + " ";
      for (int at = 0; at + FOUR <= spaced.length(); at++) {
        fours.add(spaced.substring(at, at + FOUR));
      }
    }
    return Set.copyOf(fours);
  }

  private static double character(char c) {
    int place = CHARACTERS.indexOf(c);
    return COMMONEST + EACH_PLACE * (place < 0 ? CHARACTERS.length() : place);
  }

  private static double word(String word) {
    return USUAL_WORDS.contains(word) ? USUAL_WORD : WORD;
  }

  /** The length of the longest usual word there. */
  private static int word(String text, int at) {
    for (int length = Math.min(LONGEST_WORD, text.length() - at); length > 1; length--) {
      var part = text.substring(at, at + length);
      if (WORDS.contains(part) || USUAL_WORDS.contains(part)) {
        return length;
      }
    }
    return 0;
  }
}
