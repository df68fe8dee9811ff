/**
 * What pages show, as plain records with every text ready to print; knows incidents and no HTTP.
 * Escaping is left to the templates.
 */
@NullMarked
package io.closedloop.core.http.view;

import org.jspecify.annotations.NullMarked;
