namespace AwsAuthFastProxy.Microbenchmarks;

/// <summary>Kinds of rows.</summary>
internal static class Categories
{
    /// <summary>The product's own work: held by the gates. All other rows are there to compare with.</summary>
    public const string Product = "product";
}
