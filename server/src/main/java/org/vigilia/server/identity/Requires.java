package org.vigilia.server.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The right a person or machine needs to call this endpoint at all. Endpoints without it are refused for everybody. Whether the
 * caller may have the right on the very thing is asked with {@link Access#require} when the thing is known.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {

    Right value();
}
