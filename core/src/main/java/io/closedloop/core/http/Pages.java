package io.closedloop.core.http;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.closedloop.core.http.view.Frame;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/** Renders the templates, which escape whatever they print. */
final class Pages {
  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
  private final Assets assets;

  @Inject
  Pages(Assets assets) {
    this.assets = assets;
  }

  /**
   * A page.
   *
   * @param tab path of the tab it is under; empty for none
   * @param refreshSeconds 0 for a page that stays as it is
   * @param model what the template names as its parameters
   */
  Answer page(
      String template, String title, String tab, int refreshSeconds, Map<String, Object> model) {
    return render(200, template, Frame.of(title, assets.version(), refreshSeconds, tab), model);
  }

  Answer error(int status, String title, String detail, String correlation) {
    return render(
        status,
        "error",
        Frame.of(title, assets.version(), 0, ""),
        Map.of("status", status, "detail", detail, "correlation", correlation));
  }

  Assets assets() {
    return assets;
  }

  private Answer render(int status, String template, Frame frame, Map<String, Object> model) {
    Map<String, Object> parameters = new HashMap<>(model);
    parameters.put("frame", frame);
    StringOutput out = new StringOutput();
    templates.render(template + ".jte", parameters, out);
    return Answer.html(status, out.toString());
  }
}
