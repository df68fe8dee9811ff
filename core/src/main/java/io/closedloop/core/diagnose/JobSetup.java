package io.closedloop.core.diagnose;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a job ran on and with, as its log tells.
 *
 * @param image the runner's image and its version, else the operating system; null where the log
 *     says neither
 * @param actions by name, the reference that the workflow names and the commit that it meant
 * @param versions of tools and dependencies by name
 */
record JobSetup(@Nullable String image, Map<String, String> actions, Map<String, String> versions) {
  JobSetup {
    actions = Collections.unmodifiableMap(new TreeMap<>(actions));
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }
}
