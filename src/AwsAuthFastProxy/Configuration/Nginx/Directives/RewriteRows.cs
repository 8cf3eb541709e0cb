namespace AwsAuthFastProxy.Configuration.Nginx.Directives;

/// <summary>Directives that change where a request goes, or what it is answered with.</summary>
internal static class RewriteRows
{
    public const string Text = """
        rewrite                      sl     2-3*  =         a step of `rewrite`: `regex`, `to`, `then`
        return                       sl     1-2*  =         a step of `rewrite`: `return`, `to`
        set                          sl     2*    =         a step of `rewrite`: `set`, `to`; constants are put in where they are used
        break                        sl     0*    =         a step of `rewrite`: `break`
        rewrite_log                  hsl    flag  -         explain shows what becomes of a request
        uninitialized_variable_warn  hsl    flag  -         an unknown variable is an error
        if                           sl     1+{*  !         write locations, or servers by name, in its place; methods: limit_except; addresses: allow and deny
        map                          h      2{*   !         there are no tables of values: write locations, or servers by name, in its place
        geo                          h      1-2{* !         there are no tables of values: write allow and deny, or servers, in its place
        split_clients                h      2{*   !         every client is treated alike: choose in what stands in front
        add_header                   hsl    2-3*  =         `addHeaders`
        add_trailer                  hsl    2-3*  !         trailers are passed on as they come
        expires                      hsl    1-2   !not-off  write add_header Cache-Control "max-age=SECONDS" in its place
        """;
}
