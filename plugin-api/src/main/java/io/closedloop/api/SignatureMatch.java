package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One place in the log where a signature matched.
 *
 * @param signature the signature's id
 * @param tool the tool that printed the line, null when unknown
 * @param transientFailure whether a failure of this kind can pass by itself
 * @param weight how strongly it speaks, from 0 to 100
 * @param captures named parts of the line
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record SignatureMatch(
    String signature,
    String category,
    String subcategory,
    @Nullable String tool,
    boolean transientFailure,
    int weight,
    EvidenceLine line,
    Map<String, String> captures) {

  public SignatureMatch {
    captures = Map.copyOf(captures);
  }
}
