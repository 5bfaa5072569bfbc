package org.vigilia.server.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.vigilia.server.InterfacePaths;
import org.vigilia.server.Problem;
import org.vigilia.server.ServerSettings;

/**
 * The doors of the house: who may come in by HTTP at all. Files of the web app may be read by anybody; everything under
 * {@link InterfacePaths} and {@code /metrics} passes {@link RightsInterceptor}; all else is refused.
 */
@Configuration(proxyBeanMethods = false)
class Doors implements WebMvcConfigurer {

    /** Nothing from elsewhere; MapLibre needs workers from blobs, live video plays from blobs. */
    static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "worker-src 'self' blob:",
            "child-src 'self' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'");

    static {
        // who asks comes from the session or the token, not from the request
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(SignedIn.class, Caller.class);
    }

    /** What a controller method may ask for. */
    private static final Set<Class<?>> CALLERS = Set.of(Caller.class, SignedIn.class);

    private final RightsInterceptor rights;

    Doors(RightsInterceptor rights) {
        this.rights = rights;
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http, People people, ProblemWriter problems, ServerSettings.Identity settings)
            throws Exception {
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieCustomizer(cookie -> cookie.path("/").sameSite("Strict").secure(settings.secureCookies()));
        return http.csrf(csrf -> csrf.spa()
                        .csrfTokenRepository(tokens)
                        .ignoringRequestMatchers(
                                request -> PersonFilter.findToken(request).isPresent(),
                                // who has the token of a share or of this machine is no browser that was led here
                                request -> request.getRequestURI().startsWith("/api/v1/shared/")
                                        && request.getHeader("X-Share-Token") != null,
                                request -> request.getRequestURI().startsWith("/api/v1/evidence/console/")))
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .securityContext(c -> c.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .addFilterBefore(new PersonFilter(people), AuthorizationFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(r -> r.policy(
                                org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter
                                        .ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(p -> p.policy("camera=(), microphone=(), geolocation=()"))
                        .crossOriginOpenerPolicy(c -> c.policy(
                                org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter
                                        .CrossOriginOpenerPolicy.SAME_ORIGIN)))
                .exceptionHandling(e -> e.authenticationEntryPoint((request, response, cause) -> problems.write(
                                response,
                                Problem.notSignedIn("Nobody is signed in, or the session has ended. Sign in.")))
                        .accessDeniedHandler((request, response, cause) -> problems.write(
                                response,
                                Problem.refused(
                                        cause instanceof org.springframework.security.web.csrf.CsrfException
                                                ? "The request lacks the token of this browser (header X-XSRF-TOKEN). Reload the page."
                                                : "This is not open to you."))))
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                HttpMethod.GET, "/api/v1/health", "/api/v1/health/self", "/ngsi-ld/context.jsonld")
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/session")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/v1/evidence/verifier.html", "/api/v1/evidence/key.pem")
                        .permitAll()
                        // each of these asks for the token of a share, or of this machine
                        .requestMatchers("/api/v1/shared/**", "/api/v1/evidence/console/**")
                        .permitAll()
                        // by user name and password of a pass for players
                        .requestMatchers(HttpMethod.GET, "/api/v1/played/**")
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, "/api/v1/played/**")
                        .permitAll()
                        .requestMatchers("/metrics", "/error")
                        .permitAll()
                        .requestMatchers(InterfacePaths.PREFIXES.stream()
                                .map(prefix -> prefix + "**")
                                .toArray(String[]::new))
                        .authenticated()
                        .requestMatchers(HttpMethod.GET)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    /** Nobody signs in by Spring's own means; without this it would make a user of its own. */
    @Bean
    UserDetailsService nobody() {
        return name -> {
            throw new UsernameNotFoundException("people sign in at /api/v1/session");
        };
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(rights);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new HandlerMethodArgumentResolver() {
            @Override
            public boolean supportsParameter(MethodParameter parameter) {
                return CALLERS.contains(parameter.nestedIfOptional().getNestedParameterType());
            }

            @Override
            public Object resolveArgument(
                    MethodParameter parameter,
                    @org.jspecify.annotations.Nullable ModelAndViewContainer container,
                    NativeWebRequest request,
                    @org.jspecify.annotations.Nullable WebDataBinderFactory binders) {
                Class<?> wanted = parameter.nestedIfOptional().getNestedParameterType();
                Optional<Caller> caller = RightsInterceptor.findCaller().filter(wanted::isInstance);
                return parameter.isOptional()
                        ? caller
                        : caller.orElseThrow(() -> Problem.notSignedIn("Nobody is signed in. Sign in."));
            }
        });
    }
}
