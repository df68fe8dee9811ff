package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the names of the machines that a line speaks of: those in addresses of the web, and those
 * behind the words by which tools say that they could not find or reach one. Numbers are no names:
 * an address differs from run to run, and a machine of the job's own network has no dot.
 */
final class Hosts {
  private static final String NAME =
      "([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\\.[A-Za-z]{2,24})";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "\\b(?:https?|ftp|ssh|git)://(?:[^\\s/@'\"<>]*@)?" + NAME + "(?:[:/?#\\s'\"<>),;]|$)");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(?:host(?:name)?(?: address)?|lookup|ENOTFOUND|EAI_AGAIN|UnknownHostException|resolv(?:e|ing)|connect(?:ion|ing)? to)"
              + "[\\s:=]{1,2}['\"‘]?"
              + NAME
              + "(?:[^A-Za-z0-9./-]|$)");

  /** What leads to an address that only helps, and did not fail. */
  private static final Pattern HELPS =
      Pattern.compile(
          "(?i)(?:\\b(?:see|check|visit|refer to|upgrading|information|details|more|help|docs?|documentation)\\b)[^\\w]{0,3}$");

  private Hosts() {}

  /** The first one, those in addresses before others. */
  static Optional<String> first(String text) {
    var addresses = ADDRESS.matcher(text);
    while (addresses.find()) {
      if (!HELPS.matcher(text.substring(0, addresses.start())).find()) {
        return Optional.of(lower(addresses.group(1)));
      }
    }
    var named = NAMED.matcher(text);
    return named.find() ? Optional.of(lower(named.group(1))) : Optional.empty();
  }

  /** The one that all these texts speak of; empty where they name none or several. */
  static Optional<String> only(Collection<String> texts) {
    Set<String> all = new LinkedHashSet<>();
    for (var text : texts) {
      var addresses = ADDRESS.matcher(text);
      while (addresses.find()) {
        all.add(lower(addresses.group(1)));
      }
    }
    return all.size() == 1 ? Optional.of(all.iterator().next()) : Optional.empty();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
