package org.vigilia.server.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** This endpoint needs nobody to be signed in: sign-in itself and the bare state of health. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OpenToAll {

    /** Why nothing can go wrong by it. */
    String because();
}
