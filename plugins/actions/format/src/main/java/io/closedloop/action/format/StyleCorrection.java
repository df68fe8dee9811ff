package io.closedloop.action.format;

import io.closedloop.api.PluginContext;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * The type {@code style_correction}: removes trailing space and adds the final newline where a
 * check missed them.
 */
@Extension
public final class StyleCorrection implements RecoveryActionFactory<StyleCorrection.Config> {

  /**
   * Which files count as text.
   *
   * @param paths globs; the default names the usual sources and leaves out files in which a space
   *     at the end of a line is content, such as patches, snapshots and tables
   */
  public record Config(List<String> paths) {
    private static final List<String> DEFAULT =
        List.of(
            "**.{java,kt,kts,groovy,gradle,scala,clj,c,h,cc,cpp,hpp,cs,go,rs,swift,py,rb,php,pl,lua,r}",
            "**.{sh,bash,zsh,ps1,js,mjs,cjs,jsx,ts,tsx,vue,svelte,css,scss,less,html,htm,xml,xsd,sql}",
            "**.{md,markdown,rst,adoc,txt,yml,yaml,json,toml,ini,cfg,conf,properties,proto,graphql,tf}",
            "{,**/}{Dockerfile,Makefile,Jenkinsfile,LICENSE,README,.gitignore,.gitattributes,.editorconfig}");

    public Config(@Nullable List<String> paths) {
      this.paths = paths == null ? DEFAULT : List.copyOf(paths);
    }
  }

  @Override
  public String type() {
    return "style_correction";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public RecoveryAction create(Config config, PluginContext context) {
    return new WhitespaceAction(config.paths());
  }
}
